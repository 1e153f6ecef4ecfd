package liandong.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Opens the file, or says in one sentence why it cannot. */
final class StoreFile {

    private static final int CACHE_MEGABYTES = 128;

    /** How long freed space stays untouched; longer than Upkeep needs to force what freed it to the disk. */
    private static final int RETENTION_MILLISECONDS = 2_000;

    private StoreFile() {
    }

    static MVStore open(Path file) throws Refused {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Refused(Refused.FOLDER, "the folder <" + folder + "> cannot be made: " + reason(e));
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new Refused(Refused.FOLDER, "the store file <" + file + "> cannot be written");
        }
        try {
            // No background writer: it would commit in the middle of a write. Commits and Upkeep do its work.
            MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().autoCommitBufferSize(0)
                .cacheSize(CACHE_MEGABYTES).open();
            store.setVersionsToKeep(0);
            store.setRetentionTime(RETENTION_MILLISECONDS);
            return store;
        } catch (MVStoreException e) {
            throw switch (e.getErrorCode()) {
                case DataUtils.ERROR_FILE_LOCKED -> new Refused(Refused.LOCKED, "the store file <" + file + "> is in use by another process");
                case DataUtils.ERROR_WRITING_FAILED -> new Refused(Refused.DISK, "the store file <" + file + "> cannot be written: " + reason(e));
                default -> new Refused(Refused.CORRUPT, "the store file <" + file + "> is not a store or is damaged: " + reason(e));
            };
        } catch (IllegalArgumentException e) {
            throw new Refused(Refused.CORRUPT, "the store file <" + file + "> is not a store or is damaged: " + reason(e));
        }
    }

    static long freeBytes(Path file) {
        return new File(file.toAbsolutePath().getParent().toString()).getUsableSpace();
    }

    /** The innermost cause on one line, without MVStore's version suffix. */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.lines().findFirst().orElse("").replaceAll(" \\[[^\\]]*\\]$", "");
    }
}
