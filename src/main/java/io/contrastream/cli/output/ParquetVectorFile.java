package io.contrastream.cli.output;

import java.io.IOException;
import java.nio.file.Path;
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
 * A Parquet file with a row per vector: {@code file}, a string, {@code label}, an int32, and {@code
 * vector}, a list of floats. An unknown file or label is null.
 */
final class ParquetVectorFile implements VectorFile {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .optional(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("file")
          .optional(PrimitiveTypeName.INT32)
          .named("label")
          .requiredList()
          .requiredElement(PrimitiveTypeName.FLOAT)
          .named("vector")
          .named("embeddings");

  /** Bytes that the writer holds before it writes them: some ten thousand vectors. */
  private static final long ROW_GROUP = 8L << 20;

  private final ParquetWriter<Group> out;
  private final SimpleGroupFactory rows = new SimpleGroupFactory(SCHEMA);

  ParquetVectorFile(Path path) throws IOException {
    out =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration()) // the default one reads Hadoop's files
            .withType(SCHEMA)
            .withRowGroupSize(ROW_GROUP)
            .withDictionaryEncoding("vector.list.element", false) // hardly two numbers are equal
            .build();
  }

  @Override
  public void write(String name, Integer label, float[] vector) throws IOException {
    Group row = rows.newGroup();
    if (!name.isEmpty()) {
      row.add("file", name);
    }
    if (label != null) {
      row.add("label", label);
    }
    Group list = row.addGroup("vector");
    for (float number : vector) {
      list.addGroup("list").add("element", number);
    }
    out.write(row);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
