// Records as Zeebe exports them are made where the bench can make them, too.
export * from '../../bench/lib/records.js';
