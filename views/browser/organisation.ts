// The organisation: its forms are sent as they say, units are found while one types.
import './lib/send-form.js';
import './lib/unit-find.js';
