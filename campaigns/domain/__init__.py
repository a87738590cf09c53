"""The product's rules as pure Python: messages, validation, advice, previews, vendors, schedules,
the provider's answers, review, audit and states. Values in, values out: no Django, no settings, no
clock; `now` is an argument."""
