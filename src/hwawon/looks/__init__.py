"""Looking at pictures: lines, strokes, people, tags and selections, in one helper process beside the web process."""
