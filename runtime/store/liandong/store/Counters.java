package liandong.store;

import java.util.concurrent.atomic.LongAdder;

/** What the command liandongStats tells since the start. */
final class Counters {

    final LongAdder examined = new LongAdder();
    final LongAdder commits = new LongAdder();
}
