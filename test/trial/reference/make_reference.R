# Writes models-reference.json: simulated trials and what R says about them.
#
#     Rscript test/trial/reference/make_reference.R
#
# Debian: r-base-core r-cran-nlme r-cran-emmeans r-cran-numderiv r-cran-coin r-cran-ordinal r-cran-survival r-cran-jsonlite
# Seeds are fixed; the same versions write the same file.
suppressMessages({
  library(nlme); library(emmeans); library(numDeriv); library(coin); library(ordinal); library(survival); library(jsonlite)
})
emm_options(msg.interaction = FALSE, msg.nesting = FALSE)
num <- function(x) as.numeric(x)

simulate <- function(seed, perArm, arms, visits, dropOut, gaps, decimals = 1) {
  set.seed(seed)
  n <- perArm * length(arms)
  arm <- rep(arms, each = perArm)
  baseline <- round(rnorm(n, 150, 35), decimals)
  subject <- sprintf("S%03d", seq_len(n))
  level <- rnorm(n, 0, 14)
  rows <- list()
  for (i in seq_len(n)) {
    previous <- 0
    for (v in seq_len(visits)) {
      if (v > 1 && runif(1) < dropOut * (1 + (previous < 0))) break
      effect <- 8 * (match(arm[i], arms) - 1) * v / visits
      change <- round(4 * v / visits + effect + level[i] - 0.12 * (baseline[i] - 150) + rnorm(1, 0, 9 + 2 * v), decimals)
      previous <- change
      if (runif(1) >= gaps) rows[[length(rows) + 1]] <- data.frame(subject = subject[i], arm = arm[i], visit = v - 1, baseline = baseline[i], change = change)
    }
  }
  do.call(rbind, rows)
}

estimates <- function(table) lapply(seq_len(nrow(table)), function(i) as.list(table[i, ]))

ancova <- function(name, rows, arms) {
  rows$arm <- factor(rows$arm, levels = arms)
  fit <- lm(change ~ arm + baseline, rows)
  means <- as.data.frame(summary(emmeans(fit, "arm")))
  differences <- as.data.frame(summary(contrast(emmeans(fit, "arm"), "trt.vs.ctrl"), infer = TRUE, adjust = "none"))
  list(name = name, arms = arms, rows = rows, means = means$emmean, meanErrors = means$SE, meanLower = means$lower.CL,
       differences = I(differences$estimate), errors = I(differences$SE), lower = I(differences$lower.CL), upper = I(differences$upper.CL), pValues = I(differences$p.value),
       freedom = fit$df.residual, residual = summary(fit)$sigma, slope = num(coef(fit)["baseline"]))
}

# The restricted likelihood written anew with dense matrices and a log-Cholesky covariance; nlme::gls gives the start and a cross-check.
mixed <- function(name, rows, arms) {
  rows$arm <- factor(rows$arm, levels = arms)
  rows$visitF <- factor(rows$visit)
  rows$order <- as.integer(rows$visitF)
  fit <- gls(change ~ visitF * arm + visitF:baseline, data = rows, method = "REML",
             correlation = corSymm(form = ~ order | subject), weights = varIdent(form = ~ 1 | visitF),
             control = glsControl(maxIter = 500, msMaxIter = 500, tolerance = 1e-10, msTol = 1e-12))
  visits <- nlevels(rows$visitF)
  X <- model.matrix(~ 0 + visitF:arm + visitF:I(baseline - mean(baseline)), rows)
  y <- rows$change
  groups <- split(seq_len(nrow(rows)), rows$subject)
  sigmaOf <- function(theta) { L <- matrix(0, visits, visits); L[lower.tri(L, TRUE)] <- theta; diag(L) <- exp(diag(L)); L %*% t(L) }
  # Subjects with the same visits share one factor: visits × (subjects · effects), one solve a pattern.
  patterns <- lapply(split(groups, vapply(groups, function(g) paste(rows$order[g], collapse = ","), "")), function(own) {
    o <- rows$order[own[[1]]]; all <- unlist(own)
    list(o = o, m = length(own), X = matrix(X[all, ], length(o)), y = matrix(y[all], length(o)))
  })
  pieces <- function(theta) {
    S <- sigmaOf(theta); A <- matrix(0, ncol(X), ncol(X)); b <- numeric(ncol(X)); yy <- 0; ld <- 0
    for (g in patterns) {
      R <- chol(S[g$o, g$o, drop = FALSE]); ld <- ld + 2 * g$m * sum(log(diag(R)))
      Xw <- matrix(backsolve(R, g$X, transpose = TRUE), ncol = ncol(X)); yw <- as.vector(backsolve(R, g$y, transpose = TRUE))
      A <- A + crossprod(Xw); b <- b + crossprod(Xw, yw); yy <- yy + sum(yw^2)
    }
    beta <- solve(A, b)
    list(C = solve(A), beta = beta, minus = 0.5 * (ld + as.numeric(determinant(A)$modulus) + yy - sum(b * beta)))
  }
  minus <- function(theta) pieces(theta)$minus
  # Covariance from gls as the start.
  sds <- num(fit$sigma * coef(fit$modelStruct$varStruct, unconstrained = FALSE, allCoef = TRUE)[levels(rows$visitF)])
  whole <- names(which.max(table(rows$subject)))
  C <- corMatrix(fit$modelStruct$corStruct)[[whole]]
  S <- diag(sds) %*% C %*% diag(sds); L <- t(chol(S)); diag(L) <- log(diag(L)); theta <- L[lower.tri(L, TRUE)]
  H <- hessian(minus, theta)
  for (i in 1:8) { step <- solve(H, grad(minus, theta)); theta <- theta - step; if (max(abs(step)) < 1e-9) break }
  H <- hessian(minus, theta, method.args = list(r = 5)); P <- pieces(theta)
  one <- function(weights) {
    variance <- function(t) as.numeric(t(weights) %*% pieces(t)$C %*% weights)
    g <- grad(variance, theta); v <- variance(theta)
    df <- 2 * v^2 / as.numeric(t(g) %*% solve(H, g)); estimate <- sum(weights * P$beta); se <- sqrt(v)
    list(estimate = estimate, error = se, freedom = df, pValue = 2 * pt(-abs(estimate / se), df), lower = estimate - qt(.975, df) * se, upper = estimate + qt(.975, df) * se)
  }
  place <- function(v, a) { w <- numeric(ncol(X)); w[which(colnames(X) == paste0("visitF", v - 1, ":arm", arms[a]))] <- 1; w }
  list(name = name, arms = arms, visits = visits, rows = rows[c("subject", "arm", "visit", "baseline", "change")],
       covariance = sigmaOf(theta),
       glsCovariance = S,
       glsDifference = num(coef(fit)[paste0("arm", arms[2])]),
       means = lapply(seq_len(visits), function(v) lapply(seq_along(arms), function(a) one(place(v, a)))),
       differences = lapply(seq_len(visits), function(v) lapply(2:length(arms), function(a) one(place(v, a) - place(v, 1)))))
}

elteren <- function(name, rows) {
  rows$arm <- factor(rows$arm); rows$stratum <- factor(rows$stratum)
  weighted <- function(data) trafo(data, numeric_trafo = function(y) rank(y) / (length(y) + 1), block = rows$stratum)
  test <- independence_test(value ~ arm | stratum, rows, ytrafo = weighted)
  list(name = name, rows = rows, z = num(statistic(test, "standardized"))[1], pValue = num(pvalue(test)))
}

odds <- function(name, rows, arms) {
  rows$arm <- factor(rows$arm, levels = arms)
  fit <- clm(factor(value, ordered = TRUE) ~ arm + baseline, data = rows, control = list(gradTol = 1e-11, maxIter = 200L))
  k <- paste0("arm", arms[-1]); s <- summary(fit)$coefficients
  list(name = name, arms = arms, rows = rows, logOddsRatios = I(num(coef(fit)[k])), errors = I(num(s[k, 2])), pValues = I(num(s[k, 4])),
       baselineSlope = num(coef(fit)["baseline"]), logLikelihood = num(logLik(fit)))
}

graded <- function(change) pmax(-3, pmin(3, round(change / 12)))
two <- simulate(1, 24, c("placebo", "active"), 4, 0.07, 0.03)
three <- simulate(2, 15, c("placebo", "low", "high"), 3, 0.05, 0.05)
whole <- simulate(3, 12, c("control", "treated"), 3, 0, 0)
large <- simulate(4, 60, c("placebo", "active"), 4, 0.05, 0.02)
last <- function(rows, v) rows[rows$visit == v, ]
strata <- function(rows) { rows$stratum <- paste0("third ", as.integer(cut(rank(rows$baseline), 3))); rows$value <- graded(rows$change); rows }
signed <- lapply(list(round(last(two, 3)$change, 1), unique(round(last(three, 2)$change + 0.03 * seq_len(nrow(last(three, 2))), 2)), last(large, 3)$change, c(5, -2, 3, 0, 0, 3, -3, 8, 1, 1)), function(x) {
  moved <- x[x != 0]; exact <- length(x) == length(moved) && !any(duplicated(abs(moved))) && length(x) < 50
  w <- suppressWarnings(wilcox.test(x, exact = exact)); t <- t.test(x)
  list(changes = x, statistic = num(w$statistic), pValue = w$p.value, exact = exact, mean = num(t$estimate), error = t$stderr, tValue = t$p.value, lower = t$conf.int[1], upper = t$conf.int[2])
})
set.seed(9)
waits <- data.frame(time = sample(c(28, 56, 84, 168), 40, TRUE), happened = runif(40) < 0.6)
km <- summary(survfit(Surv(time, happened) ~ 1, waits))
plans <- expand.grid(difference = c(4, 10, 15), standardDeviation = c(18, 25), perArm = c(3, 12, 60, 250))
out <- list(
  versions = list(R = R.version.string, nlme = as.character(packageVersion("nlme")), emmeans = as.character(packageVersion("emmeans")), coin = as.character(packageVersion("coin")), ordinal = as.character(packageVersion("ordinal"))),
  ancova = list(ancova("two arms at the last visit", last(two, 3), c("placebo", "active")), ancova("three arms", last(three, 2), c("placebo", "low", "high")), ancova("a small trial", last(whole, 1), c("control", "treated"))),
  mixed = list(mixed("two arms, four visits, drop-out", two, c("placebo", "active")), mixed("three arms, gaps", three, c("placebo", "low", "high")), mixed("nobody missing", whole, c("control", "treated")), mixed("a large trial", large, c("placebo", "active"))),
  vanElteren = list(elteren("thirds of the baseline", strata(last(two, 3))), elteren("a large trial", strata(last(large, 3))), elteren("one stratum", transform(strata(last(whole, 2)), stratum = "all"))),
  proportionalOdds = list(odds("two arms", strata(last(two, 3)), c("placebo", "active")), odds("three arms", strata(last(three, 2)), c("placebo", "low", "high")), odds("a large trial", strata(last(large, 3)), c("placebo", "active"))),
  withinArm = signed,
  survival = list(rows = waits, time = km$time, without = km$surv, atRisk = km$n.risk, median = num(quantile(survfit(Surv(time, happened) ~ 1, waits), 0.5)$quantile)),
  power = lapply(seq_len(nrow(plans)), function(i) { p <- plans[i, ]; c(as.list(p), power = power.t.test(n = p$perArm, delta = p$difference, sd = p$standardDeviation, strict = TRUE)$power) }),
  size = lapply(c(5, 8, 12), function(d) list(difference = d, standardDeviation = 22, power = 0.9, perArm = ceiling(power.t.test(delta = d, sd = 22, power = 0.9, strict = TRUE)$n))),
  holm = lapply(list(c(0.01, 0.04, 0.03), c(0.2, 0.001, 0.5, 0.04), 0.3), function(p) list(pValues = I(p), adjusted = I(p.adjust(p, "holm"))))
)
path <- file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "models-reference.json")
writeLines(toJSON(out, digits = I(15), auto_unbox = TRUE, pretty = FALSE, dataframe = "rows"), path)
