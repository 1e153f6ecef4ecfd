package liandong.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

import de.bwaldvogel.mongo.exception.MongoServerError;

/**
 * Holds an answer back until what it acknowledges is in the file; writers that wait at the same time share one commit.
 * A commit never falls into the middle of a write: a document without its index entries would be lost to every look-up.
 */
final class Commits {

    private final MVStore store;
    private final Counters counters;
    private final Consumer<Throwable> onFailure;
    private final ReentrantReadWriteLock writing = new ReentrantReadWriteLock();
    private final Object committing = new Object();
    private final AtomicLong done = new AtomicLong();
    private long saved;
    private volatile String full;
    private volatile String ended;
    private String failed;

    Commits(MVStore store, Counters counters, Consumer<Throwable> onFailure) {
        this.store = store;
        this.counters = counters;
        this.onFailure = onFailure;
    }

    /** Answers writes with this instead of doing them, until called with null. */
    void pause(String reason) {
        full = reason;
    }

    /** Answers writes with this from now on. */
    void end(String reason) {
        ended = reason;
    }

    <T> T write(Supplier<T> work) {
        T answer;
        long mine;
        writing.readLock().lock();
        try {
            check(ended);
            check(full);
            answer = work.get();
        } finally {
            mine = done.incrementAndGet();
            writing.readLock().unlock();
        }
        save(mine);
        return answer;
    }

    private void save(long mine) {
        synchronized (committing) {
            if (saved < mine) {
                alone(() -> {
                    long all = done.get();
                    store.commit();
                    saved = all;
                    counters.commits.increment();
                });
            }
        }
    }

    /** Runs between writes, never during one, and not at all once the file has failed or is closed. */
    void alone(Runnable work) {
        writing.writeLock().lock();
        try {
            check(failed);
            work.run();
        } catch (MVStoreException e) {
            // The maps in memory are ahead of the file now, and MVStore has closed itself: nothing more may be answered from them.
            failed = "the store could not be written: " + StoreFile.reason(e);
            end(failed);
            onFailure.accept(e);
            throw notSaved(failed);
        } finally {
            writing.writeLock().unlock();
        }
    }

    private static void check(String refusal) {
        if (refusal != null) {
            throw notSaved(refusal);
        }
    }

    private static MongoServerError notSaved(String reason) {
        return new MongoServerError(14031, "OutOfDiskSpace", reason);
    }
}
