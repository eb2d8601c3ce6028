"""Everything out to a folder, a zip or a bucket, and back on another machine or another database."""
