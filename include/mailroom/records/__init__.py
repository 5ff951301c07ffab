"""What passes between modules: frozen dataclasses, one module an entity."""
