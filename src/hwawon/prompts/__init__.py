"""Words for a garden: templates, wildcards, and the product of emotions, animals, seasons, weathers and times."""
