"""Policy packs: what an agency's procedure says, as data with citations and dates. Pure."""
