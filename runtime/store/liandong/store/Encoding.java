package liandong.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Json;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;

/** A BSON value as bytes: equal bytes exactly when the store calls the values equal (1 = 1.0, null = missing), and no value's bytes begin another's. */
final class Encoding {

    private static final int MIN = 0x05, NULL = 0x10, DOCUMENT = 0x40, LIST = 0x50, BINARY = 0x60, UUID_4 = 0x62, UUID_3 = 0x63,
        OBJECT_ID = 0x70, BOOLEAN = 0x80, TIMESTAMP = 0xA0, OTHER = 0xC0, DIGEST = 0xE0, MAX = 0xF0;
    static final int NUMBER = 0x20, STRING = 0x30, DATE = 0x90;

    /** Above this an index keeps a digest: two values that share one would only cost a look at a document too many. */
    private static final int LONG_VALUE = 256;

    private Encoding() {
    }

    static byte[] of(Object value) {
        var out = new ByteArrayOutputStream(24);
        write(value, out);
        return out.toByteArray();
    }

    static byte[] forIndex(Object value) {
        byte[] bytes = of(value);
        if (bytes.length <= LONG_VALUE) {
            return bytes;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return ByteBuffer.allocate(1 + digest.length).put((byte) DIGEST).put(digest).array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Object value, ByteArrayOutputStream out) {
        if (Missing.isNullOrMissing(value)) {
            out.write(NULL);
        } else if (value instanceof Number number) {
            writeNumber(number, out);
        } else if (value instanceof String text) {
            out.write(STRING);
            writeText(text, out);
        } else if (value instanceof Map<?, ?> document) {
            out.write(DOCUMENT);
            document.forEach((key, field) -> {
                out.write(1);
                writeText((String) key, out);
                write(field, out);
            });
            out.write(0);
        } else if (value instanceof Collection<?> values) {
            out.write(LIST);
            for (Object each : values) {
                out.write(1);
                write(each, out);
            }
            out.write(0);
        } else if (value instanceof ObjectId id) {
            tagged(OBJECT_ID, out, id.toByteArray());
        } else if (value instanceof Boolean yes) {
            out.write(BOOLEAN);
            out.write(yes ? 1 : 0);
        } else if (value instanceof Instant instant) {
            tagged(DATE, out, ByteBuffer.allocate(12).putLong(instant.getEpochSecond() ^ Long.MIN_VALUE).putInt(instant.getNano()).array());
        } else if (value instanceof UUID id) {
            tagged(UUID_4, out, uuid(id));
        } else if (value instanceof LegacyUUID id) {
            tagged(UUID_3, out, uuid(id.getUuid()));
        } else if (value instanceof BinData data) {
            tagged(BINARY, out, ByteBuffer.allocate(4).putInt(data.getData().length).array());
            out.writeBytes(data.getData());
        } else if (value instanceof BsonTimestamp timestamp) {
            tagged(TIMESTAMP, out, ByteBuffer.allocate(8).putLong(timestamp.getValue()).array());
        } else if (value instanceof MinKey) {
            out.write(MIN);
        } else if (value instanceof MaxKey) {
            out.write(MAX);
        } else {
            out.write(OTHER);
            writeText(value.getClass().getSimpleName() + Json.toCompactJsonValue(value), out);
        }
    }

    /** As the store compares: by the double, but for a long that no double can hold. */
    private static void writeNumber(Number number, ByteArrayOutputStream out) {
        double value = number.doubleValue() == 0 ? 0.0 : number.doubleValue();
        long bits = Double.doubleToLongBits(value);
        tagged(NUMBER, out, ByteBuffer.allocate(8).putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE).array());
        boolean exact = !(number instanceof Long whole) || whole == (long) whole.doubleValue();
        out.write(exact ? 0 : 1);
        if (!exact) {
            out.writeBytes(ByteBuffer.allocate(8).putLong(number.longValue()).array());
        }
    }

    private static void writeText(String text, ByteArrayOutputStream out) {
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            out.write(each);
            if (each == 0) {
                out.write(0xFF);
            }
        }
        out.write(0);
        out.write(0);
    }

    private static byte[] uuid(UUID id) {
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }

    private static void tagged(int tag, ByteArrayOutputStream out, byte[] bytes) {
        out.write(tag);
        out.writeBytes(bytes);
    }
}
