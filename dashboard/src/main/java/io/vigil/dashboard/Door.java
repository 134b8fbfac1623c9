package io.vigil.dashboard;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who may, and tells browsers what they may do with the page: nothing but its own files,
 * and in no other page.
 */
final class Door implements HttpHandler {

  private static final String COOKIE = "vigil";
  private static final String TOKEN = "token";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Map<HttpString, String> RULES =
      Map.of(
          new HttpString("Content-Security-Policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'",
          new HttpString("X-Content-Type-Options"), "nosniff",
          new HttpString("Referrer-Policy"), "no-referrer",
          new HttpString("Cross-Origin-Opener-Policy"), "same-origin",
          new HttpString("Cross-Origin-Resource-Policy"), "same-origin",
          new HttpString("Cache-Control"), "no-store");

  private final HttpHandler inside;
  private final boolean isLoopback;
  private final @Nullable String token;
  private final @Nullable HttpString trustedHeader;

  /**
   * @param isLoopback whether only this machine can knock
   * @param token that a visitor must have; null if none is asked for
   * @param trustedHeader that a reverse proxy sets on requests of those whom it has let in
   */
  Door(
      HttpHandler inside,
      boolean isLoopback,
      @Nullable String token,
      @Nullable String trustedHeader) {
    this.inside = inside;
    this.isLoopback = isLoopback;
    this.token = token;
    this.trustedHeader = trustedHeader == null ? null : new HttpString(trustedHeader);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    RULES.forEach((name, value) -> exchange.getResponseHeaders().put(name, value));
    if (!exchange.getRequestMethod().equals(Methods.GET)) {
      refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "the page can only be read");
    } else if (isLoopback && !THIS_MACHINE.contains(exchange.getHostName())) {
      // Another site's name that resolves to this machine would bring that site's scripts in.
      refuse(exchange, StatusCodes.FORBIDDEN, "this is not that host");
    } else if (mayEnter(exchange)) {
      inside.handleRequest(exchange);
    } else {
      refuse(exchange, StatusCodes.UNAUTHORIZED, "a token is needed: open /?token=…");
    }
  }

  private boolean mayEnter(HttpServerExchange exchange) {
    if (trustedHeader != null && exchange.getRequestHeaders().contains(trustedHeader)) {
      return true;
    }
    if (token == null) {
      return trustedHeader == null;
    }
    var shown = exchange.getQueryParameters().get(TOKEN);
    if (shown != null && isToken(shown.peekFirst())) {
      exchange.setResponseCookie(
          new CookieImpl(COOKIE, token).setHttpOnly(true).setSameSiteMode("Strict").setPath("/"));
      return true;
    }
    var cookie = exchange.getRequestCookie(COOKIE);
    var login = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return cookie != null && isToken(cookie.getValue())
        || login != null && login.startsWith("Bearer ") && isToken(login.substring(7));
  }

  private boolean isToken(@Nullable String text) {
    return text != null
        && token != null
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpServerExchange exchange, int status, String line) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange.getResponseSender().send(line + "\n");
  }
}
