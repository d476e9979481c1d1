"""How the built site works: everything that Sphinx or the tests need to know."""
