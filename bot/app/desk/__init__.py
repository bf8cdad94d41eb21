"""The desk of a server: people who answer what the bot cannot."""
