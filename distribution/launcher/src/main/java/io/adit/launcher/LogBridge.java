package io.adit.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogService;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings what the framework, Declarative Services and Configuration Admin log to slf4j: OSGi's log
 * service, without a log bundle.
 */
final class LogBridge {
  /**
   * Before the names of loggers that the framework's own services use, so that they can be told
   * apart.
   */
  static final String PREFIX = "osgi.";

  private LogBridge() {}

  /** A log service; its loggers are those of slf4j of the same names. */
  static LogService service() {
    return proxy(LogService.class, new ServiceCalls());
  }

  /** What Felix is handed as {@code felix.log.logger}. */
  static final class FrameworkLogger extends org.apache.felix.framework.Logger {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger("org.apache.felix");

    @Override
    @SuppressWarnings("rawtypes") // Felix's signature.
    protected void doLog(
        Bundle bundle, ServiceReference reference, int level, String text, Throwable thrown) {
      write(log, level, bundle == null ? text : bundle.getSymbolicName() + ": " + text, thrown);
    }

    @Override
    protected void doLog(int level, String text, Throwable thrown) {
      write(log, level, text, thrown);
    }
  }

  private static void write(org.slf4j.Logger log, int level, String text, Throwable thrown) {
    log.atLevel(levelOf(level)).setCause(thrown).log(text);
  }

  private static Level levelOf(int level) {
    return switch (level) {
      case 1 -> Level.ERROR;
      case 2 -> Level.WARN;
      case 3 -> Level.INFO;
      default -> Level.DEBUG;
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(
        Proxy.newProxyInstance(LogBridge.class.getClassLoader(), new Class<?>[] {type}, calls));
  }

  /** {@code getLogger(...)} by a name or class, and the old {@code log(...)} methods. */
  private static final class ServiceCalls implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] args) {
      return switch (method.getName()) {
        case "getLogger" -> logger(args, method.getReturnType());
        case "log" -> {
          old(args);
          yield null;
        }
        default -> ofObject(proxy, method, args);
      };
    }

    private static Object logger(Object[] args, Class<?> type) {
      String name = "root";
      Class<?> wanted = type;
      for (int i = 0; i < args.length; i++) {
        if (args[i] instanceof Bundle bundle) {
          name = bundle.getSymbolicName();
        } else if (args[i] instanceof String text) {
          name = text.equals(org.osgi.service.log.Logger.ROOT_LOGGER_NAME) ? name : text;
        } else if (args[i] instanceof Class<?> c && i > 0) {
          wanted = c;
        } else if (args[i] instanceof Class<?> c) {
          name = c.getName();
        }
      }
      if (!wanted.isInterface()) {
        wanted = org.osgi.service.log.FormatterLogger.class;
      }
      return proxy(wanted, new LoggerCalls(LoggerFactory.getLogger(PREFIX + name)));
    }

    private static void old(Object[] args) {
      int level = 0;
      String text = "";
      Throwable thrown = null;
      for (Object arg : args) {
        if (arg instanceof Integer number) {
          level = number;
        } else if (arg instanceof String message) {
          text = message;
        } else if (arg instanceof Throwable t) {
          thrown = t;
        }
      }
      write(LoggerFactory.getLogger(PREFIX + "root"), level, text, thrown);
    }
  }

  /** A logger's methods: {@code error(...)}, {@code isErrorEnabled()} and so on. */
  private record LoggerCalls(org.slf4j.Logger log) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] args) {
      String name = method.getName();
      if (name.equals("getName")) {
        return log.getName();
      }
      if (name.startsWith("is") && name.endsWith("Enabled")) {
        return log.isEnabledForLevel(level(name.substring(2, name.length() - "Enabled".length())));
      }
      if (args == null || args.length == 0 || !(args[0] instanceof String format)) {
        return ofObject(proxy, method, args);
      }
      Object[] values =
          args.length == 2 && args[1] instanceof Object[] array
              ? array
              : Arrays.copyOfRange(args, 1, args.length);
      Object[] shown =
          Arrays.stream(values).filter(value -> !(value instanceof ServiceReference)).toArray();
      log.atLevel(level(name)).log(format, shown);
      return null;
    }

    private static Level level(String name) {
      LogLevel level =
          Arrays.stream(LogLevel.values())
              .filter(known -> known.name().equalsIgnoreCase(name))
              .findFirst()
              .orElse(LogLevel.INFO);
      return level == LogLevel.AUDIT ? Level.INFO : Level.valueOf(level.name());
    }
  }

  private static Object ofObject(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "slf4j as OSGi's log";
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }
}
