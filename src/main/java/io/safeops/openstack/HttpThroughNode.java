package io.safeops.openstack;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP transport that runs {@code curl} on a node, for an API that only the cluster itself can
 * reach. All settings, secrets included, are passed on standard input, because other users of the
 * node can see the arguments of a process.
 */
public final class HttpThroughNode implements HttpTransport {

  /** Gives a connection to the node. The connection stays open and belongs to the giver. */
  public interface NodeAccess {
    Connection open() throws TransportException;
  }

  // -q: ignore every .curlrc file.
  private static final Command CURL = Command.of("curl", "-q", "--config", "-");
  private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ ([1-5][0-9]{2})( .*)?");

  private final String node;
  private final NodeAccess nodeAccess;
  private final Duration timeout;

  /**
   * @param timeout the limit for one request and its complete answer
   */
  public HttpThroughNode(String node, NodeAccess nodeAccess, Duration timeout) {
    this.node = node;
    this.nodeAccess = nodeAccess;
    this.timeout = timeout;
  }

  @Override
  public HttpAnswer send(HttpCall call) throws OpenStackException {
    byte[] settings = settings(call).getBytes(StandardCharsets.UTF_8);
    try {
      Result result = nodeAccess.open().run(CURL, settings, timeout.plusSeconds(5));
      if (result.exit() != 0) {
        throw new OpenStackException(where(call) + ": " + failure(result));
      }
      return answer(call, result.output());
    } catch (TransportException e) {
      throw new OpenStackException(where(call) + ": " + e.getMessage(), e);
    }
  }

  private String where(HttpCall call) {
    return call.description() + " on " + node;
  }

  private String failure(Result result) {
    if (result.exit() == 127) {
      return "curl is not installed there: install it, or remove `via` from the inventory";
    }
    String error = ServerText.line(result.errorText());
    return error.isEmpty() ? "curl ended with exit status " + result.exit() : error;
  }

  private String settings(HttpCall call) {
    StringBuilder settings = new StringBuilder("silent\nshow-error\ninclude\ngloboff\n");
    set(settings, "proto", "=http,https");
    set(settings, "noproxy", "*");
    set(settings, "max-time", "" + timeout.toSeconds());
    set(settings, "max-filesize", "" + HttpAnswer.MAX_BYTES);
    set(settings, "request", call.method());
    set(settings, "url", call.uri().toString());
    set(settings, "header", "Accept: application/json");
    // Without this line curl sends `Expect: 100-continue` before a long body and gets two answers.
    set(settings, "header", "Expect:");
    call.token().ifPresent(token -> set(settings, "header", "X-Auth-Token: " + token.value()));
    call.body()
        .ifPresent(
            body -> {
              set(settings, "header", "Content-Type: application/json");
              set(settings, "data-raw", body.value());
            });
    return settings.toString();
  }

  /** Adds one line of curl's configuration file; its strings have only these escapes. */
  private static void set(StringBuilder settings, String name, String value) {
    settings
        .append(name)
        .append(" = \"")
        .append(
            value
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t"))
        .append("\"\n");
  }

  /** Splits the output: {@code include} puts status and headers (1xx ones too) before the body. */
  private HttpAnswer answer(HttpCall call, byte[] output) throws OpenStackException {
    int from = 0;
    while (true) {
      int end = endOfHeaders(output, from);
      if (end < 0) {
        throw new OpenStackException(where(call) + ": this is not an HTTP answer");
      }
      String[] lines =
          StandardCharsets.ISO_8859_1
              .decode(ByteBuffer.wrap(output, from, end - from))
              .toString()
              .split("\r\n", -1);
      Matcher status = STATUS.matcher(lines[0]);
      if (!status.matches()) {
        throw new OpenStackException(where(call) + ": this is not an HTTP answer");
      }
      from = end;
      int code = Integer.parseInt(status.group(1));
      if (code >= 200) {
        return new HttpAnswer(
            code, headers(lines), Arrays.copyOfRange(output, from, output.length));
      }
    }
  }

  private static int endOfHeaders(byte[] output, int from) {
    for (int i = from; i + 3 < output.length; i++) {
      if (output[i] == '\r'
          && output[i + 1] == '\n'
          && output[i + 2] == '\r'
          && output[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private static Map<String, String> headers(String[] lines) {
    Map<String, String> headers = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }
}
