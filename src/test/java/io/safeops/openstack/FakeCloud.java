package io.safeops.openstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A server on this machine that gives the answers of a test and remembers the requests. It is both
 * Keystone and Neutron, distinguished by the paths.
 */
final class FakeCloud implements AutoCloseable {

  static final String TOKENS = "/identity/v3/auth/tokens";
  static final String NETWORKS = "/networking/v2.0/networks";

  /** A received request. */
  record Asked(String method, String path, String query, String token, String body) {}

  /**
   * An answer; status 0 means that no answer is sent.
   *
   * @param token in the header where Keystone puts it; none if empty
   */
  record Reply(int status, String token, String body) {
    static Reply of(int status, String body) {
      return new Reply(status, "", body);
    }
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Function<Asked, Reply> answers;

  FakeCloud(Function<Asked, Reply> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The answer of a Keystone that accepts every login. */
  Reply token(String token) {
    return new Reply(
        201,
        token,
        """
        {"token": {"catalog": [
          {"type": "compute", "endpoints": [{"interface": "public", "region": "one", "url": "http://no.invalid"}]},
          {"type": "network", "endpoints": [
            {"interface": "admin", "region": "one", "url": "http://no.invalid"},
            {"interface": "public", "region": "one", "region_id": "one", "url": "%s"},
            {"interface": "public", "region": "two", "region_id": "two", "url": "http://two.invalid"}]}]}}
        """
            .formatted(uri("/networking/v2.0/")));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
    Asked request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            String.valueOf(exchange.getRequestURI().getQuery()),
            token == null ? "" : token,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    asked.add(request);
    Reply reply = answers.apply(request);
    if (reply.status() == 0) {
      return; // no answer: the client waits until its timeout
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    if (!reply.token().isEmpty()) {
      exchange.getResponseHeaders().add("X-Subject-Token", reply.token());
    }
    boolean bodiless = body.length == 0 || reply.status() == 204;
    exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (!bodiless) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
