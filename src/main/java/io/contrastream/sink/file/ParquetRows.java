package io.contrastream.sink.file;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.sink.Row;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A Parquet file with the columns {@code partition}, {@code offset}, {@code key}, and the fields.
 */
final class ParquetRows implements RowWriter {
  private static final MessageType SCHEMA = schema();

  /** Bytes that the writer of each partition holds in memory. */
  private static final long ROW_GROUP = 4L << 20;

  private final ParquetWriter<Group> out;
  private final SimpleGroupFactory rows = new SimpleGroupFactory(SCHEMA);

  ParquetRows(Path path) throws IOException {
    out =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration()) // the default one reads Hadoop's files
            .withType(SCHEMA)
            .withRowGroupSize(ROW_GROUP)
            .withDictionaryEncoding("vector.list.element", false) // hardly two numbers are equal
            .build();
  }

  private static MessageType schema() {
    Types.GroupBuilder<MessageType> columns =
        Types.buildMessage()
            .required(PrimitiveTypeName.INT32)
            .named("partition")
            .required(PrimitiveTypeName.INT64)
            .named("offset")
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("key");
    ImageEmbedding.getClassSchema().getFields().forEach(field -> addColumn(columns, field));
    return columns.named("embeddings");
  }

  private static void addColumn(Types.GroupBuilder<MessageType> columns, Schema.Field field) {
    Schema type = field.schema();
    if (type.isUnion()) { // of null and another type
      type = type.getTypes().get(1);
    }
    switch (type.getType()) {
      case INT -> columns.optional(PrimitiveTypeName.INT32).named(field.name());
      case LONG -> columns.optional(PrimitiveTypeName.INT64).named(field.name());
      case BOOLEAN -> columns.optional(PrimitiveTypeName.BOOLEAN).named(field.name());
      case STRING, ENUM ->
          columns
              .optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(field.name());
      case ARRAY ->
          columns.requiredList().requiredElement(PrimitiveTypeName.FLOAT).named(field.name());
      default -> throw new IllegalStateException("No column for " + field);
    }
  }

  @Override
  public void write(Row row) throws IOException {
    Group group =
        rows.newGroup().append("partition", row.partition()).append("offset", row.offset());
    add(group, "key", row.key());
    for (Schema.Field field : ImageEmbedding.getClassSchema().getFields()) {
      if (field.schema().getType() == Schema.Type.ARRAY) {
        Group list = group.addGroup(field.name());
        for (float number : row.vector()) {
          list.addGroup("list").add("element", number);
        }
      } else {
        add(group, field.name(), row.embedding().get(field.pos()));
      }
    }
    out.write(group);
  }

  private static void add(Group group, String name, Object value) {
    if (value instanceof Integer number) {
      group.add(name, number);
    } else if (value instanceof Long number) {
      group.add(name, number);
    } else if (value instanceof Boolean flag) {
      group.add(name, flag);
    } else if (value != null) {
      group.add(name, value.toString());
    }
  }

  @Override
  public long bytes() {
    return out.getDataSize();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
