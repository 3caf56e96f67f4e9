package io.contrastream.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the jar. */
final class Version implements IVersionProvider {
  private static final String FACTS = "/META-INF/maven/io.contrastream/contrastream/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties facts = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FACTS)) {
      if (in != null) {
        facts.load(in);
      }
    }
    return new String[] {
      "contrastream %s, Java %s"
          .formatted(facts.getProperty("version", "(not packaged)"), Runtime.version())
    };
  }
}
