"""A deeper model of what goes together, trained beside the requests and shown to visitors only where it is better."""
