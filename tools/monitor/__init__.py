"""A device, watched live: a full-screen view, or its status lines as CSV or JSON."""
