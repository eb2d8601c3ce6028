"""The pool: pictures of the garden, judged before anybody sees them."""
