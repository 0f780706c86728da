package io.safeops.openstack;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An HTTP transport directly from this machine to the server. */
public final class DirectHttp implements HttpTransport {

  private final HttpClient client;
  private final Duration timeout;

  private DirectHttp(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * @param authorities a PEM file of certificate authorities, in addition to those that Java trusts
   * @param timeout the limit for one request and its complete answer
   * @throws OpenStackException if the file is not a PEM file
   */
  public static DirectHttp of(Optional<Path> authorities, Duration timeout)
      throws OpenStackException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(timeout);
    if (authorities.isPresent()) {
      builder.sslContext(TrustedAuthorities.context(authorities.get()));
    }
    return new DirectHttp(builder.build(), timeout);
  }

  @Override
  public HttpAnswer send(HttpCall call) throws OpenStackException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri()).header("Accept", "application/json");
    call.token().ifPresent(token -> request.header("X-Auth-Token", token.value()));
    call.body().ifPresent(body -> request.header("Content-Type", "application/json"));
    request.method(
        call.method(),
        call.body()
            .map(body -> HttpRequest.BodyPublishers.ofString(body.value()))
            .orElseGet(HttpRequest.BodyPublishers::noBody));
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request.build(), info -> new LimitedBody(HttpAnswer.MAX_BYTES));
    try {
      // The timeout of the request alone would end at the first byte of the body.
      return answer(sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new OpenStackException(
          call.description() + ": no complete answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new OpenStackException(call.description() + ": " + reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenStackException(call.description() + ": interrupted", e);
    } finally {
      sent.cancel(true);
    }
  }

  private static HttpAnswer answer(HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new HttpAnswer(response.statusCode(), headers, response.body());
  }

  private static String reason(@Nullable Throwable failure) {
    if (failure instanceof HttpTimeoutException) {
      return "timed out while connecting";
    }
    if (failure instanceof ConnectException) {
      return "no connection: "
          + Objects.requireNonNullElse(failure.getMessage(), "refused or unknown");
    }
    return failure == null
        ? "no reason given"
        : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
