package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import io.vigil.pipelines.Until;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A cluster lets go of the classes of a job that has ended, if nothing in the JVM holds them. */
class UnregisteredDataSourceTest {

  /** What a job does with the database, for a class loader of its own. */
  public static final class Work implements Predicate<String> {
    @Override
    public boolean test(String url) {
      var source = new UnregisteredDataSource();
      source.setUrl(url);
      source.setUser("postgres");
      try (var connection = source.getConnection()) {
        return connection.isValid(5);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void shouldLetGoOfTheClassesOfAJob() throws Exception {
    var classes = workOfAJob(TestPostgres.freshSchema().url());

    Until.isTrue(
        "the classes of the job are gone",
        Duration.ofSeconds(30),
        () -> {
          System.gc();
          return classes.refersTo(null);
        },
        () -> "something holds " + classes.get());
  }

  private static WeakReference<ClassLoader> workOfAJob(String url) throws Exception {
    try (var loader = new JobClasses()) {
      var type = loader.loadClass(Work.class.getName());
      assertThat(type, is(not(sameInstance(Work.class))));
      @SuppressWarnings("unchecked")
      var work = (Predicate<String>) type.getDeclaredConstructor().newInstance();
      assertThat(work.test(url), is(true));
      return new WeakReference<>(loader);
    }
  }

  /** Has Vigil and the driver for itself, as a job has that was sent to a cluster. */
  private static final class JobClasses extends URLClassLoader {

    JobClasses() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(
              it -> {
                try {
                  return Path.of(it).toUri().toURL();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              })
          .toArray(URL[]::new);
    }
  }
}
