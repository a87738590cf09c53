"""One module per command, as Django looks for them: `manage.py <module>`."""
