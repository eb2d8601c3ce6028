"""The same retouch over many frames: a folder, a zip or a video, steady from frame to frame and proved in each."""
