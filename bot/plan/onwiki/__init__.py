"""Pure: the pages that people sign up by, as the bot's operator installs them on the home wiki."""
