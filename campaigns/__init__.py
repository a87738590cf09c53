"""The product: people compose, review and schedule push campaigns; workers send each at most once.

README.md in this folder is the map: the way of a campaign, and the package for each step."""
