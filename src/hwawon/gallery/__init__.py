"""Pictures kept, listed and served; the sample library."""
