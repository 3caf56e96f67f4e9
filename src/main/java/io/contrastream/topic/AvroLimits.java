package io.contrastream.topic;

/** Avro's limits of what a damaged record can make it allocate; by default, up to 2 GB. */
public final class AvroLimits {
  private static final int MAX_FIELD_BYTES = 16 << 20;

  private AvroLimits() {}

  /** Must be called before anything is decoded: Avro reads the limits once. */
  public static void set() {
    for (String limit : new String[] {"bytes", "string", "collectionItems"}) {
      String name = "org.apache.avro.limits." + limit + ".maxLength";
      System.setProperty(name, System.getProperty(name, String.valueOf(MAX_FIELD_BYTES)));
    }
  }
}
