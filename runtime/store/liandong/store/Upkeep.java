package liandong.store;

import java.nio.file.Path;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/** What happens beside the writes: forcing the file to the disk, keeping it small, and watching the space that is left. */
final class Upkeep extends Thread {

    private static final long PAUSE_MILLISECONDS = 500;
    private static final long RESERVE_BYTES = 32L << 20;

    /** Below this no room is worth winning. */
    private static final long SMALL_FILE_BYTES = 16L << 20;
    private static final int WANTED_FILL_PERCENT = 60;
    private static final int SLICE_BYTES = 4 << 20;

    private final MVStore store;
    private final Path file;
    private final Commits commits;
    private final Counters counters;
    private long synced;

    Upkeep(MVStore store, Path file, Commits commits, Counters counters) {
        super("upkeep");
        setDaemon(true);
        this.store = store;
        this.file = file;
        this.commits = commits;
        this.counters = counters;
    }

    @Override
    public void run() {
        while (!store.isClosed()) {
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
                long free = StoreFile.freeBytes(file);
                commits.pause(free < RESERVE_BYTES ? "the disk is full: <" + free + "> bytes are left" : null);
                if (counters.commits.sum() != synced) {
                    synced = counters.commits.sum();
                    store.sync();
                }
                compact();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!store.isClosed()) {
                    System.err.println("store: upkeep failed: " + StoreFile.reason(e));
                }
            }
        }
    }

    /** In slices, so that no writer waits long. */
    private void compact() {
        if (store.getFileStore().size() < SMALL_FILE_BYTES) {
            return;
        }
        commits.alone(() -> {
            if (store.compact(WANTED_FILL_PERCENT, SLICE_BYTES)) {
                store.commit();
            }
            if (store.getFillRate() < WANTED_FILL_PERCENT) {
                ((RandomAccessStore) store.getFileStore()).compactMoveChunks(WANTED_FILL_PERCENT, SLICE_BYTES, store);
            }
        });
    }
}
