package io.contrastream.cli.frame;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Reads the version that Maven wrote into the jar. */
public final class Version implements IVersionProvider {
  private static final String RESOURCE =
      "/META-INF/maven/io.contrastream/contrastream/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties pom = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        pom.load(in);
      }
    }
    return new String[] {
      "contrastream %s, Java %s"
          .formatted(pom.getProperty("version", "(not packaged)"), Runtime.version())
    };
  }
}
