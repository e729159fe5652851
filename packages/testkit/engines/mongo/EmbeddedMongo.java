import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Serves the MongoDB wire protocol from mongo-java-server, for machines where the real server cannot be had.
 *
 * <p>Usage: {@code java -cp <jars> EmbeddedMongo.java <port> [<file>]}. Without a file everything stays in memory. Prints
 * {@code LISTENING <port>} once it accepts connections.
 *
 * <p>With a file, a write is acknowledged only after it was committed and synced: the store's own background commit would lose
 * up to seconds of acknowledged writes when the process is killed. Writers that finish while a sync is running share the next
 * one (group commit).
 */
public final class EmbeddedMongo {

    private static final int WORKER_THREADS = 64;
    private static final long COMPACT_WHEN_LARGER_THAN_BYTES = 256L << 20;
    private static final int RETENTION_MS = 5_000;

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        SerialBackend backend = args.length > 1 ? DurableBackend.open(args[1]) : new SerialBackend(MVStore.open(null));
        backend.version(new ModernVersion());
        MongoServer server = new MongoServer(backend);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        server.bind(new InetSocketAddress("127.0.0.1", port), 1, WORKER_THREADS);
        System.out.println("LISTENING " + server.getLocalAddress().getPort());
        System.out.flush();
    }

    /** What drivers must be told so that a current one connects (driver 7 wants wire version 9 or later). */
    private static final class ModernVersion implements MongoVersion {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(7, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 21;
        }
    }

    /**
     * One command at a time per database. The library locks collections only: an index that is built, or a collection that is
     * created, meets writers, and documents are updated in place while an earlier answer with them is still being encoded.
     */
    private static class SerialBackend extends H2Backend {
        static final Set<String> READS = Set.of(
            "find", "getmore", "count", "distinct", "aggregate", "killcursors", "listcollections", "listindexes", "listdatabases",
            "hello", "ismaster", "ping", "buildinfo", "serverstatus", "connectionstatus", "endsessions", "getlog", "dbstats", "collstats");

        private final Map<String, Object> locks = new ConcurrentHashMap<>();

        SerialBackend(MVStore store) {
            super(store);
        }

        static boolean isRead(MongoMessage message) {
            return READS.contains(message.getDocument().keySet().iterator().next().toLowerCase(Locale.ROOT));
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            synchronized (locks.computeIfAbsent(message.getDatabaseName(), name -> new Object())) {
                Document reply = super.handleMessage(message);
                return isRead(message) ? reply.cloneDeeply() : reply;
            }
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            return new BsonDatabase(name, getMvStore(), getCursorRegistry());
        }
    }

    private static final class DurableBackend extends SerialBackend {
        private final MVStore store;

        /** Commands hold it shared, the commit alone: a committed state never holds half a command. */
        private final ReadWriteLock commandsAndCommit = new ReentrantReadWriteLock(true);

        private final Object commitState = new Object();
        private long written; // guarded by commitState
        private long durable; // guarded by commitState
        private boolean committing; // guarded by commitState

        static DurableBackend open(String file) {
            MVStore store = new MVStore.Builder().fileName(file).autoCommitDisabled().cacheSize(64).open();
            return new DurableBackend(store, file);
        }

        private DurableBackend(MVStore store, String file) {
            super(store);
            this.store = store;
            store.setRetentionTime(RETENTION_MS); // every commit is synced, so old chunks may go soon
            ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "housekeeping");
                thread.setDaemon(true);
                return thread;
            });
            housekeeping.scheduleWithFixedDelay(() -> compactWhenLarge(file), 30, 30, TimeUnit.SECONDS);
        }

        private void compactWhenLarge(String file) {
            if (new java.io.File(file).length() > COMPACT_WHEN_LARGER_THAN_BYTES) {
                commandsAndCommit.writeLock().lock();
                try {
                    store.compactFile(200);
                } finally {
                    commandsAndCommit.writeLock().unlock();
                }
            }
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            if (isRead(message)) {
                return super.handleMessage(message);
            }
            Document reply;
            commandsAndCommit.readLock().lock();
            try {
                reply = super.handleMessage(message);
            } finally {
                commandsAndCommit.readLock().unlock();
            }
            awaitDurable();
            return reply;
        }

        private void awaitDurable() {
            long mine;
            synchronized (commitState) {
                mine = ++written;
            }
            while (true) {
                long upTo;
                synchronized (commitState) {
                    while (committing && durable < mine) {
                        waitForCommit();
                    }
                    if (durable >= mine) {
                        return;
                    }
                    committing = true;
                    upTo = written;
                }
                boolean succeeded = false;
                try {
                    commitAndSync();
                    succeeded = true;
                } finally {
                    synchronized (commitState) {
                        committing = false;
                        if (succeeded) {
                            durable = upTo;
                        }
                        commitState.notifyAll();
                    }
                }
            }
        }

        private void commitAndSync() {
            commandsAndCommit.writeLock().lock();
            try {
                store.commit();
            } finally {
                commandsAndCommit.writeLock().unlock();
            }
            store.sync();
        }

        private void waitForCommit() {
            try {
                commitState.wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a commit", interrupted);
            }
        }

        @Override
        public void close() {
            store.compactFile(2_000);
            super.close();
        }
    }

    /**
     * Keeps documents and index keys as BSON, and compares keys as values: Java serialization, the store's default for objects it
     * does not know, takes several times as long for the former and serializes both sides for the latter.
     */
    private static final class BsonDatabase extends H2Database {
        /** There is one store in this process. Not a field of the database: its super constructor opens maps before fields are set. */
        private static MVStore store;

        BsonDatabase(String name, MVStore store, CursorRegistry cursors) {
            super(name, remember(store), cursors);
        }

        private static MVStore remember(MVStore opened) {
            store = opened;
            return opened;
        }

        /** A map keeps the types it was opened with first. */
        @Override
        protected MongoCollection<Object> openOrCreateCollection(String collection, CollectionOptions options) {
            String name = "databases." + getDatabaseName() + "." + collection;
            store.openMap(name, new MVMap.Builder<Object, Document>().valueType(BsonType.INSTANCE));
            return super.openOrCreateCollection(collection, options);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(String collection, String index, List<IndexKey> keys, boolean sparse) {
            String name = getDatabaseName() + "." + collection + "._index_" + index;
            store.openMap(name, new MVMap.Builder<KeyValue, Object>().keyType(new KeyType()));
            return super.openOrCreateUniqueIndex(collection, index, keys, sparse);
        }
    }

    private static final class KeyType extends BasicDataType<KeyValue> {
        @Override
        public KeyValue[] createStorage(int size) {
            return new KeyValue[size];
        }

        @Override
        public int compare(KeyValue left, KeyValue right) {
            for (int index = 0; index < Math.min(left.size(), right.size()); index++) {
                int order = ValueComparator.ascWithoutListHandling().compare(left.get(index), right.get(index));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(left.size(), right.size());
        }

        @Override
        public int getMemory(KeyValue key) {
            return BsonType.estimateBytes(toDocument(key));
        }

        @Override
        public void write(WriteBuffer buffer, KeyValue key) {
            BsonType.INSTANCE.write(buffer, toDocument(key));
        }

        @Override
        public KeyValue read(ByteBuffer buffer) {
            return new KeyValue(BsonType.INSTANCE.read(buffer).values());
        }

        private static Document toDocument(KeyValue key) {
            Document document = new Document();
            for (int index = 0; index < key.size(); index++) {
                document.put(String.valueOf(index), key.get(index));
            }
            return document;
        }
    }

    private static final class BsonType extends BasicDataType<Document> {
        static final BsonType INSTANCE = new BsonType();

        @Override
        public Document[] createStorage(int size) {
            return new Document[size];
        }

        @Override
        public int getMemory(Document document) {
            return estimateBytes(document);
        }

        @Override
        public void write(WriteBuffer buffer, Document document) {
            ByteBuf encoded = Unpooled.buffer(estimateBytes(document));
            BsonEncoder.encodeDocument(document, encoded);
            buffer.put(encoded.array(), 0, encoded.writerIndex());
        }

        @Override
        public Document read(ByteBuffer buffer) {
            int length = Integer.reverseBytes(buffer.getInt(buffer.position()));
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
        }

        private static int estimateBytes(Object value) {
            if (value instanceof String text) {
                return 16 + text.length();
            }
            if (value instanceof byte[] bytes) {
                return 16 + bytes.length;
            }
            if (value instanceof BinData binary) {
                return 16 + binary.getData().length;
            }
            int bytes = 16;
            if (value instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    bytes += 16 + estimateBytes(entry.getValue());
                }
            } else if (value instanceof Collection<?> collection) {
                for (Object element : collection) {
                    bytes += 8 + estimateBytes(element);
                }
            }
            return bytes;
        }
    }
}
