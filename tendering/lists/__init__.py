"""Lists of the tendering room, one module per capability; each list is named in config.registry.LISTS."""
