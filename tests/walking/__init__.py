"""Walks every address of the portal with everybody who may come to it."""
