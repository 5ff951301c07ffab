"""Postal addresses as people type them, made fit to print: UK, US and international. Pure."""
