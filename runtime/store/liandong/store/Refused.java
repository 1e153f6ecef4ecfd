package liandong.store;

/** Why the store does not start, or stops: one sentence and the exit code that goes with it. */
final class Refused extends Exception {

    static final int USAGE = 2, LOCKED = 10, CORRUPT = 11, FOLDER = 12, PORT = 13, DISK = 14;

    final int exitCode;

    Refused(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }
}
