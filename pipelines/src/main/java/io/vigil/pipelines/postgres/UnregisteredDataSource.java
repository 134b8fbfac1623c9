package io.vigil.pipelines.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A data source that does without {@link java.sql.DriverManager}. That one holds every driver for
 * as long as the JVM lives, and with it all classes of the job that brought it: a cluster to which
 * job after job is sent would run out of room for classes.
 */
final class UnregisteredDataSource extends PGSimpleDataSource {

  private static final long serialVersionUID = 1;
  private static final Driver DRIVER = unregistered();

  /** The class registers itself when it is loaded. */
  private static Driver unregistered() {
    try {
      // A class path that is never unloaded may have other users of the driver.
      boolean isOfAJob = Driver.class.getClassLoader() != ClassLoader.getSystemClassLoader();
      if (isOfAJob && Driver.isRegistered()) {
        Driver.deregister();
      }
      return new Driver();
    } catch (SQLException e) {
      throw new IllegalStateException("the driver of PostgreSQL cannot be deregistered", e);
    }
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    var login = new Properties();
    if (user != null) {
      login.setProperty("user", user);
    }
    if (password != null) {
      login.setProperty("password", password);
    }
    var connection = DRIVER.connect(getUrl(), login);
    if (connection == null) {
      throw new SQLException("not an address of PostgreSQL: " + getUrl());
    }
    return connection;
  }
}
