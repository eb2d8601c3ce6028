"""HTTP glue: errors, paging, events, security headers, static files."""
