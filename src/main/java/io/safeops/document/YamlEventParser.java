package io.safeops.document;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;

/**
 * Gives the YAML events below Jackson's YAML tokens. The events still have the marks, styles,
 * anchors and tags, which the tokens do not have.
 */
final class YamlEventParser extends YAMLParser {

  private static final Factory FACTORY = new Factory();

  private YamlEventParser(
      IOContext context, int features, int formatFeatures, LoaderOptions options, Reader reader) {
    super(context, features, formatFeatures, options, null, reader);
  }

  static YamlEventParser of(String text) throws IOException {
    return (YamlEventParser) FACTORY.createParser(new StringReader(text));
  }

  /** The next event; never null. The last event is the end of the stream. */
  Event next() throws IOException {
    return getEvent();
  }

  private static final class Factory extends YAMLFactory {
    private static final long serialVersionUID = 1;

    @Override
    protected YAMLParser _createParser(Reader reader, IOContext context) {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(YamlFile.MAX_BYTES + 1);
      return new YamlEventParser(context, _parserFeatures, _yamlParserFeatures, options, reader);
    }
  }
}
