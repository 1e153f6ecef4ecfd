// One's own account: its forms, and how one is reached outside.
import './lib/reach.js';
import './lib/send-form.js';
