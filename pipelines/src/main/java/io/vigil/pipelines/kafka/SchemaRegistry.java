package io.vigil.pipelines.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigil.pipelines.cli.Password;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.json.ForeignJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * A registry that speaks as Confluent's does, which others do too. A registry that is away, or says
 * that it cannot answer now, is asked again with pauses for about half a minute; then the job fails
 * and is restarted by its runner: no record is set aside because of a server.
 *
 * @param url without a user; its path comes before that of a question
 * @param user the name for a login; null for none
 * @param password of the user; null for none
 */
record SchemaRegistry(URI url, @Nullable String user, @Nullable Password password)
    implements SchemaStore {

  private static final JsonMapper JSON = ForeignJson.mapper();
  private static final int HTTP_OK = 200;
  private static final int HTTP_NOT_FOUND = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_TRIES = 6;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int DEEPEST_REFERENCE = 20;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @throws IllegalArgumentException if it is no URL that can be asked; the message does not repeat
   *     it
   */
  SchemaRegistry {
    boolean isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!isWeb || url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "--schemaRegistry takes http://HOST:PORT, https://HOST:PORT or a folder, without a user");
    }
  }

  @Override
  public void check() {
    var answer = ask("/subjects", 1);
    if (answer.statusCode() != HTTP_OK) {
      throw refusal(problem(answer));
    }
  }

  @Override
  public RegisteredSchema find(int id) throws UnknownSchemaException {
    var answer = ask("/schemas/ids/" + id, MOST_TRIES);
    if (answer.statusCode() == HTTP_NOT_FOUND) {
      throw new UnknownSchemaException("the registry knows no schema " + id);
    }
    var found = json(answer);
    var type = found.path("schemaType").asText("AVRO");
    return switch (type) {
      case "AVRO" -> new RegisteredSchema(withReferences(id, found));
      case "JSON" -> RegisteredSchema.JSON;
      default ->
          throw new UnknownSchemaException(
              "schema " + id + " is of the type " + type + "; Vigil reads AVRO and JSON");
    };
  }

  /** The schema with all types that it names from other ones. */
  private String withReferences(int id, JsonNode found) throws UnknownSchemaException {
    if (!found.path("references").elements().hasNext()) {
      return found.path("schema").asText();
    }
    try {
      var parser = new Schema.Parser();
      addReferences(parser, found, 0);
      return parser.parse(found.path("schema").asText()).toString();
    } catch (SchemaParseException e) {
      throw new UnknownSchemaException(
          "schema " + id + " is no schema of Avro with its references");
    }
  }

  private void addReferences(Schema.Parser parser, JsonNode found, int depth)
      throws UnknownSchemaException {
    if (depth > DEEPEST_REFERENCE) {
      throw new UnknownSchemaException("references of schemas without end");
    }
    for (var reference : found.path("references")) {
      var subject = reference.path("subject").asText();
      var answer =
          ask(
              "/subjects/%s/versions/%d"
                  .formatted(
                      URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20"),
                      reference.path("version").asInt()),
              MOST_TRIES);
      if (answer.statusCode() == HTTP_NOT_FOUND) {
        throw new UnknownSchemaException("the registry lacks a schema that another one refers to");
      }
      var named = json(answer);
      addReferences(parser, named, depth + 1);
      if (!parser.getTypes().containsKey(reference.path("name").asText())) {
        parser.parse(named.path("schema").asText());
      }
    }
  }

  private JsonNode json(HttpResponse<String> answer) {
    try {
      var object = answer.statusCode() == HTTP_OK ? JSON.readTree(answer.body()) : null;
      if (object != null && object.path("schema").isTextual()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw refusal(answer.statusCode() == HTTP_OK ? "what answers is no registry" : problem(answer));
  }

  private HttpResponse<String> ask(String path, int tries) {
    var pause = FIRST_PAUSE;
    for (int i = 1; ; i++) {
      String problem;
      try {
        var answer = CLIENT.send(request(path), BodyHandlers.ofString());
        if (i == tries || !mayBeBetterLater(answer.statusCode())) {
          return answer;
        }
        problem = problem(answer);
      } catch (IOException e) {
        problem = inWords(e);
        if (i == tries) {
          throw refusal(problem);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        throw interrupted();
      }
      pause = pause.multipliedBy(2);
    }
  }

  private HttpRequest request(String path) {
    var base = url.toString();
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
            .timeout(PATIENCE)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    if (user != null) {
      var login = user + ':' + (password == null ? "" : password.reveal());
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    return request.GET().build();
  }

  private static boolean mayBeBetterLater(int status) {
    return status == 429 || status >= 500;
  }

  private static String problem(HttpResponse<String> answer) {
    int status = answer.statusCode();
    return status == 401 || status == 403
        ? "refuses the login (--schemaRegistryUser, --schemaRegistryPassword)"
        : "answered " + status;
  }

  private static String inWords(IOException e) {
    if (e instanceof ConnectException) {
      return "nobody answers";
    }
    return "cannot be reached: "
        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  private Refusal interrupted() {
    Thread.currentThread().interrupt();
    return refusal("interrupted");
  }

  private Refusal refusal(String problem) {
    return new Refusal("the schema registry at %s: %s".formatted(url.getAuthority(), problem));
  }
}
