"""Permits for other systems, the licensing office's first: reading, recording and revoking over HTTP.

An agency (*instansi*) acts through an account of its own, so that its deeds have a doer who answers for a region,
and shows one of its tokens, each good for some of the three (docs/decisions). May import what permits may, and
okoce.api.
"""
