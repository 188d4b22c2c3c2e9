"""The pages, a file a group."""
