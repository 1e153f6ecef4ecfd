package liandong.store;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that order and compare as the value they stand for: the key of every map in the file, and a document's position. */
final class Key implements Comparable<Key> {

    final byte[] bytes;

    Key(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key just after everything that starts with this one: no value begins with the byte 0xFF. */
    Key end() {
        byte[] end = Arrays.copyOf(bytes, bytes.length + 1);
        end[bytes.length] = (byte) 0xFF;
        return new Key(end);
    }

    Key then(byte[] more) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, joined, bytes.length, more.length);
        return new Key(joined);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
