package liandong.store;

import java.nio.ByteBuffer;
import java.util.Collection;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** How a document lies in the file: as BSON, which is several times smaller and faster than the library's Java serialization. */
final class DocumentType extends BasicDataType<Document> {

    static final DocumentType INSTANCE = new DocumentType();

    @Override
    public int getMemory(Document document) {
        return size(document);
    }

    private static int size(Object value) {
        if (value instanceof Document document) {
            int size = 80;
            for (var field : document.entrySet()) {
                size += 100 + size(field.getValue());
            }
            return size;
        }
        if (value instanceof Collection<?> values) {
            int size = 40;
            for (Object each : values) {
                size += 8 + size(each);
            }
            return size;
        }
        return value instanceof String text ? 48 + text.length() : 32;
    }

    static long bsonLength(Document document) {
        ByteBuf bytes = Unpooled.buffer(512);
        BsonEncoder.encodeDocument(document, bytes);
        return bytes.readableBytes();
    }

    @Override
    public void write(WriteBuffer buffer, Document document) {
        ByteBuf bytes = Unpooled.buffer(512);
        BsonEncoder.encodeDocument(document, bytes);
        buffer.putVarInt(bytes.readableBytes()).put(bytes.nioBuffer());
    }

    @Override
    public Document read(ByteBuffer buffer) {
        byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(bytes);
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }
}
