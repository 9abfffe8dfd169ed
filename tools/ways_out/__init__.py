"""Every way out is off: what reaches the skin when a session is ended by anything but the user."""
