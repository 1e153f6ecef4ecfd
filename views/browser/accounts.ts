// Accounts and duty: every form that names a call sends it, says what was wrong where it was wrong, and goes on.
import './lib/send-form.js';
import './lib/unit-find.js';
