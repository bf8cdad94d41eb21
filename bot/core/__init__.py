"""The pure core: no discord, no database, no event loop, no clock, no environment."""
