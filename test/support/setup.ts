// Loaded before every test file. The host's time zone must never matter.
process.env.TZ = 'America/New_York'
