package io.vigil.pipelines.webhook;

import io.vigil.pipelines.cli.Password;
import io.vigil.schemas.Incident;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whom to call when there is an incident, and how a call is signed.
 *
 * <p>A call is a POST of {@link IncidentJson}. Its {@code Idempotency-Key} is the incident's id and
 * state, so a receiver can tell a repeated call. Its {@code Vigil-Signature} is {@code
 * t=SECONDS,v1=HEX}: the time of the call, and the HMAC-SHA256 (RFC 2104) of that number, a dot and
 * the body, with the key that both know. Any status of 2xx takes the call; redirects are not
 * followed.
 *
 * @param url http or https; it may hold a secret of the receiver's and is never shown whole
 * @param key signs the calls
 */
public record Webhook(URI url, Password key) implements Serializable {

  private static final long serialVersionUID = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String HMAC = "HmacSHA256";

  /**
   * @throws IllegalArgumentException if it is no URL that can be called; the message is for who has
   *     written it, and does not repeat it
   */
  public Webhook {
    boolean isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!isWeb || url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "--webhook takes http://HOST/… or https://HOST/…, without a user");
    }
  }

  /** What can call. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(PATIENCE)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /**
   * Calls.
   *
   * @throws IOException if the receiver did not take it; the message names no more than its host
   */
  void tell(Incident incident, HttpClient client) throws IOException {
    var body = IncidentJson.of(incident);
    long seconds = Clock.systemUTC().instant().getEpochSecond();
    var request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", incident.incidentId() + "/" + incident.state())
            .header("Vigil-Signature", "t=" + seconds + ",v1=" + sign(seconds + "." + body))
            .POST(BodyPublishers.ofString(body))
            .build();
    int status;
    try {
      status = client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(url.getHost() + " cannot be reached: " + reason, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + url.getHost() + " was called", e);
    }
    if (status < 200 || status > 299) {
      throw new IOException(url.getHost() + " answered " + status);
    }
  }

  private String sign(String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "Webhook[" + url.getHost() + "]";
  }
}
