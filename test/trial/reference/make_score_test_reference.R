# Score tests of the proportional-odds models in models-reference.json, written anew: the slope of the likelihood and Fisher's information by hand; the
# derivatives that the held fit takes to its last digits are numerical.
#     Rscript make_score_test_reference.R models-reference.json > score-test-reference.json
suppressMessages({ library(jsonlite); library(ordinal); library(numDeriv) })
models <- fromJSON(commandArgs(TRUE)[1], simplifyVector = TRUE, simplifyDataFrame = TRUE)$proportionalOdds

score <- function(rows, arms, place) {
  y <- as.integer(factor(rows$value)); cuts <- max(y) - 1
  x <- cbind(sapply(arms[-1], function(arm) as.numeric(rows$arm == arm)), scale(rows$baseline))
  # Slope of the log likelihood by hand; its derivatives numerically.
  slope <- function(p) {
    alpha <- c(-Inf, p[1:cuts], Inf); shift <- as.vector(x %*% p[-(1:cuts)])
    upper <- plogis(alpha[y + 1] - shift); lower <- plogis(alpha[y] - shift)
    up <- upper * (1 - upper); low <- lower * (1 - lower); chance <- upper - lower
    c(sapply(1:cuts, function(j) sum((up / chance)[y == j]) - sum((low / chance)[y == j + 1])), -as.vector(t(x) %*% ((up - low) / chance)))
  }
  held <- clm(factor(y, ordered = TRUE) ~ x[, -place])
  p <- append(unname(coef(held)), 0, after = cuts + place - 1); free <- -(cuts + place)
  # clm stops a little early for six digits of a slope: Newton's method brings the rest.
  for (step in 1:5) p[free] <- p[free] - solve(jacobian(slope, p)[free, free], slope(p)[free])
  # Fisher's information: chances of the categories as functions of the parameters, differentiated numerically, one subject after the other.
  chances <- function(p, row) diff(c(0, plogis(p[1:cuts] - sum(x[row, ] * p[-(1:cuts)])), 1))
  information <- Reduce(`+`, lapply(seq_along(y), function(row) { d <- jacobian(chances, p, row = row); t(d) %*% (d / chances(p, row)) }))
  # What was fitted takes degrees of freedom: the mean, and every covariate but the one that is tested.
  allowance <- (length(y) - ncol(x)) / length(y)
  2 * pnorm(-abs(slope(p)[cuts + place] * sqrt(solve(information)[cuts + place, cuts + place] * allowance)))
}

result <- lapply(seq_len(nrow(models)), function(i) {
  rows <- models$rows[[i]]; arms <- models$arms[[i]]
  rows <- rows[rows$arm %in% arms, ]
  list(name = models$name[i], pValues = I(sapply(seq_along(arms[-1]), function(place) score(rows, arms, place))))
})
cat(toJSON(result, digits = 15, auto_unbox = TRUE), "\n", sep = "")
