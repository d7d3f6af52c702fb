"""Shell: six real MediaWikis on loopback, for the demo and the tests; the bot itself never imports it."""

from bot.sandbox.sandbox import Sandbox as Sandbox
from bot.sandbox.state import ports as ports
