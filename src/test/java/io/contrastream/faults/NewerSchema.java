package io.contrastream.faults;

import io.contrastream.schema.DigitImage;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The schema of a newer image producer: ours, with an additional nullable field at the end. */
final class NewerSchema {
  private NewerSchema() {}

  /** Registers the schema and returns its id. */
  static int register(SchemaRegistry registry, String imagesTopic) {
    Schema ours = DigitImage.getClassSchema();
    List<Schema.Field> fields = new ArrayList<>();
    ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema text =
        Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
    fields.add(new Schema.Field("camera", text, null, Schema.Field.NULL_DEFAULT_VALUE));
    return registry.idFor(
        AvroSerde.subject(imagesTopic),
        Schema.createRecord(ours.getName(), null, ours.getNamespace(), false, fields));
  }
}
